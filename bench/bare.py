"""The page everything is held against: plain Streamlit with three Plotly charts and nothing else."""

import plotly.graph_objects as go
import streamlit as st

st.title("Three charts")
for number in range(3):
    years = list(range(2018, 2027))
    st.plotly_chart(go.Figure(go.Bar(x=years, y=[number + year % 7 for year in years])), key=f"chart-{number}")
