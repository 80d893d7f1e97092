"""Why a row has its status and what would change it, as sentences not yet worded."""
