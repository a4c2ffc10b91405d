"""The client of the Ace Data Cloud Midjourney API: `client` paints, `downloads` fetches results."""
