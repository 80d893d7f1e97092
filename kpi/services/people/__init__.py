"""Who there is: accounts, roles and tokens for administrators, and what the doors ask that let people in."""
