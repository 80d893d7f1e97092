"""The application round Streamlit: what every answer carries, the document pages are drawn in, and what uploads may hold.

It knows nothing of pages and figures, and of the database only who may come in.
"""

from kpi.server.application import serve
from kpi.server.headers import POLICY, SecurityHeaders
from kpi.server.sign_in import sign_in_of
from kpi.server.uploads import BoundedUploads
from kpi.server.visitors import OnlyOurPages
