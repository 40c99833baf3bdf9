"""Who reaches whom: ties, measures, communities, brokers, layouts, exports."""
