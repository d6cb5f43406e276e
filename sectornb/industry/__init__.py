"""Which industries drive a region: composites of counties, quotients, growth, ranks."""
