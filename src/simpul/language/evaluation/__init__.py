"""How right the labels are: against hand labels, under noise, when names are swapped, and between two coders."""
