"""Documents for paper: what they say is composed here, how they look is in `assets/print/*.typ`."""
