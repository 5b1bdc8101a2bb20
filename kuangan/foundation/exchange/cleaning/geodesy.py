"""Coordinates between systems: Gauss-Krüger metres to degrees, and the shifted degrees of Chinese map services."""

import math

A, F = 6_378_137.0, 1 / 298.257222101
"""Half axis in metres and flattening of CGCS2000; WGS 84 differs by less than a millimetre."""
_E2 = F * (2 - F)
_EP2 = _E2 / (1 - _E2)
_GCJ_A, _GCJ_E2 = 6_378_245.0, 0.00669342162296594323
"""The ellipsoid (Krassowsky) by which GCJ-02 reckons its shift."""
_BD = math.pi * 3000 / 180


def degrees_of(northing: float, easting: float, central: float) -> tuple[float, float]:
    """Longitude and latitude of Gauss-Krüger metres; `easting` counts from 500,000 at the `central` meridian."""
    mu = northing / (A * (1 - _E2 / 4 - 3 * _E2**2 / 64 - 5 * _E2**3 / 256))
    e1 = (1 - math.sqrt(1 - _E2)) / (1 + math.sqrt(1 - _E2))
    foot = (
        mu
        + (3 * e1 / 2 - 27 * e1**3 / 32) * math.sin(2 * mu)
        + (21 * e1**2 / 16 - 55 * e1**4 / 32) * math.sin(4 * mu)
        + (151 * e1**3 / 96) * math.sin(6 * mu)
        + (1097 * e1**4 / 512) * math.sin(8 * mu)
    )
    c, t = _EP2 * math.cos(foot) ** 2, math.tan(foot) ** 2
    root = 1 - _E2 * math.sin(foot) ** 2
    n, r = A / math.sqrt(root), A * (1 - _E2) / root**1.5
    d = (easting - 500_000) / n
    latitude = foot - (n * math.tan(foot) / r) * (
        d**2 / 2
        - (5 + 3 * t + 10 * c - 4 * c**2 - 9 * _EP2) * d**4 / 24
        + (61 + 90 * t + 298 * c + 45 * t**2 - 252 * _EP2 - 3 * c**2) * d**6 / 720
    )
    longitude = (
        d - (1 + 2 * t + c) * d**3 / 6 + (5 - 2 * c + 28 * t - 3 * c**2 + 8 * _EP2 + 24 * t**2) * d**5 / 120
    ) / math.cos(foot)
    return central + math.degrees(longitude), math.degrees(latitude)


def meridian_of(zone: int) -> float | None:
    """The central meridian of a zone number: 25 to 45 are zones of three degrees, 13 to 23 of six; None for others."""
    if 25 <= zone <= 45:
        return 3.0 * zone
    return 6.0 * zone - 3 if 13 <= zone <= 23 else None


def from_gcj02(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees as a Chinese map shows them (GCJ-02: 高德, 腾讯) as CGCS2000, within a centimetre."""
    east, north = longitude, latitude
    for _step in range(6):
        shift = _shift(east, north)
        east, north = longitude - shift[0], latitude - shift[1]
    return east, north


def from_bd09(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees of 百度 (BD-09) as CGCS2000."""
    x, y = longitude - 0.0065, latitude - 0.006
    z = math.hypot(x, y) - 0.00002 * math.sin(y * _BD)
    theta = math.atan2(y, x) - 0.000003 * math.cos(x * _BD)
    return from_gcj02(z * math.cos(theta), z * math.sin(theta))


def _shift(longitude: float, latitude: float) -> tuple[float, float]:
    """By how many degrees GCJ-02 lies east and north of the true place."""
    x, y = longitude - 105, latitude - 35
    waves = 20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + waves * 2 / 3
    north += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + waves * 2 / 3
    east += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    angle = math.radians(latitude)
    magic = 1 - _GCJ_E2 * math.sin(angle) ** 2
    root = math.sqrt(magic)
    north = north * 180 / (_GCJ_A * (1 - _GCJ_E2) / (magic * root) * math.pi)
    return east * 180 / (_GCJ_A / root * math.cos(angle) * math.pi), north
