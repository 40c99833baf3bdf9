"""How well it works: the catalogue of measures, each with its formula, unit, source, undefined cases and evidence."""
