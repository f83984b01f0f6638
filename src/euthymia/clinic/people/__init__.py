"""Who people are, who may open a chart, who has a task, and what the clinic decided by signature."""
