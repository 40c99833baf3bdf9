"""The web application: who does what about what the city says."""
