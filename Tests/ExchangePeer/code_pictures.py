"""Reads the QR codes that corridor draws as SVG, with the reader of others (zxing-cpp)."""

import re

import zxingcpp


def picture(svg, scale=4):
    """The modules of a picture that corridor has drawn, as grey pixels."""
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    rows = [bytearray([255]) * side for _ in range(side)]
    for column, row, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg):
        rows[int(row)][int(column):int(column) + int(length)] = bytes(int(length))
    pixels = b"".join(b"".join(bytes([module]) * scale for module in row) * scale for row in rows)
    return memoryview(pixels).cast("B", shape=[side * scale, side * scale])


def read(svg):
    codes = zxingcpp.read_barcodes(picture(svg), formats=zxingcpp.BarcodeFormat.QRCode)
    return codes[0].text if codes else ""
