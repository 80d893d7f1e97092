"""A page of plain Dash: a heading, three Plotly charts, nothing else. Usage: python dash_page.py PORT."""

from charts import TITLE, figures, port
from dash import Dash, dcc, html

app = Dash(__name__)
app.layout = html.Div([html.H1(TITLE), *(dcc.Graph(figure=figure) for figure in figures())])

if __name__ == "__main__":
    app.run(host="127.0.0.1", port=port(), debug=False)
