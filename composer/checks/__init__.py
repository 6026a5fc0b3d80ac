"""What a policy still gets wrong: findings, each at its place. One small function a check, grouped by family."""
