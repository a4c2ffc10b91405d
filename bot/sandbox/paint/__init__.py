"""Pictures as a pure function of words and numbers: scenes, palettes, grids and what the buttons do to them."""
