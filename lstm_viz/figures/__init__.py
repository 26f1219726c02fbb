"""Arrays to Plotly figures: what people read and zoom; one file per idea."""
