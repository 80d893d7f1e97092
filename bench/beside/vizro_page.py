"""A page of plain Vizro: a heading, three Plotly charts, nothing else. Usage: python vizro_page.py PORT."""

import vizro.models as vm
from charts import TITLE, figures, port
from vizro import Vizro
from vizro.models.types import capture


@capture("graph")
def bars(data_frame, number):  # noqa: ANN001, ANN201 - Vizro calls it with the table it is bound to
    """One of the three; Vizro asks for a function over a table."""
    return figures()[number]


graphs = [vm.Graph(figure=bars(data_frame="nothing", number=number)) for number in range(3)]
page = vm.Page(title=TITLE, components=graphs)

if __name__ == "__main__":
    Vizro().build(vm.Dashboard(pages=[page])).run(host="127.0.0.1", port=port(), debug=False)
