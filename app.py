"""The router: every address comes through here, is set up, guarded and run."""

from kpi import web

web.set_up()
page = web.navigation()
places = web.sidebar(page)
web.run(page)
web.sidebar_fields(*places)
