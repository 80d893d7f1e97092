"""The API for programs: plans and figures out, files in, over the services that the pages call, with tokens of people."""
