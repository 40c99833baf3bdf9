"""Whom to brief so that poor families hear first, and fairly: diffusion, plans with a certificate, and what they rest on."""
