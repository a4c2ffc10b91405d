"""The web server: health, metrics, files, and whatever platforms bring along."""
