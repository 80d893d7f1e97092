"""The ways of showing who one is: by a password, by an identity provider, by a proxy."""
