"""Signing in: who may come in at all. What somebody may do inside is for the services to say, for every request anew."""

from kpi.server.sign_in.asking import ACTOR
from kpi.server.sign_in.gate import Gate, LocalGate
from kpi.server.sign_in.keeper import Keeper
from kpi.server.sign_in.modes import SignIn, sign_in_of
from kpi.server.sign_in.starting import keeper_of
