"""Who people are, who may open a chart, and what the clinic decided by signature."""
