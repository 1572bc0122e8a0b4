"""API → command → aggregate → event → projection → query."""
