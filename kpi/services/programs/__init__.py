"""What programs ask for besides what people do: how often they may come, what they were answered, how the server does."""
