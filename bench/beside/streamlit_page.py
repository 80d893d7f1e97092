"""A page of plain Streamlit: a heading, three Plotly charts, nothing else."""

import streamlit as st
from charts import TITLE, figures

st.title(TITLE)
for number, figure in enumerate(figures()):
    st.plotly_chart(figure, key=f"chart-{number}")
