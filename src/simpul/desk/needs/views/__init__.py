"""The screens of this room, one module each."""
