"""上报 → 审核 → 发布: what waits for another person's word, what of a plan is public, and periods that are closed."""
