"""The application round Streamlit: what every answer carries, the document pages are drawn in, and what uploads may hold.

It knows nothing of pages, figures or the database.
"""

from kpi.server.application import application, serve
from kpi.server.headers import POLICY, SecurityHeaders
from kpi.server.uploads import BoundedUploads, UploadGate
from kpi.server.visitors import OnlyOurPages

__all__ = ["POLICY", "BoundedUploads", "OnlyOurPages", "SecurityHeaders", "UploadGate", "application", "serve"]
