"""Names for those who have not chosen one: what painters have in their boxes, and what they paint on and with."""

from typing import Final

GUEST_NAMES: Final = tuple(
    """
    Alabaster Alizarin Almond Amaranth Amber Amethyst Anise Apricot Aqua Ash Aster Auburn Aureolin Azure Azurite
    Bamboo Beech Beryl Birch Bisque Bistre Bole Brass Brazilwood Bronze Burgundy Cadmium Camellia Canary Canvas
    Carmine Carnelian Cedar Celadon Cerise Cerulean Chalk Chamois Charcoal Cherry Chestnut Chrome Cinnabar Cinnamon
    Citrine Citron Claret Clay Clementine Clove Cobalt Cochineal Copper Coral Cornflower Crayon Cream Crimson Cyan
    Cypress Daffodil Dahlia Damask Damson Dune Dusk Easel Ebony Ecru Elder Elm Emerald Enamel Fawn Fennel Fern
    Flax Flint Foxglove Fresco Fuchsia Gallnut Gamboge Garnet Gentian Gesso Ginger Glaze Gold Gouache Granite
    Graphite Hazel Heather Heliotrope Henna Hibiscus Honey Hyacinth Indigo Ink Iris Iron Ivory Jade Jasmine Jasper
    Jet Juniper Kaolin Kermes Lacquer Lapis Larch Larkspur Lavender Lemon Lichen Lilac Lily Lime Linden Linen
    Litmus Madder Magenta Magnolia Mahogany Maize Malachite Maple Marble Marigold Maroon Mauve Mica Mint Moss
    Mulberry Mustard Myrtle Nutmeg Oak Ochre Olive Onyx Opal Orchid Orpiment Oyster Palette Pastel Peach Pearl
    Periwinkle Persimmon Pewter Pine Plum Poppy Porcelain Porphyry Primrose Quartz Quince Raspberry Realgar Reed
    Rose Rosewood Rowan Ruby Russet Saffron Sage Salmon Sandalwood Sanguine Sapphire Scarlet Sepia Sienna Silver
    Slate Smalt Sorrel Tansy Teal Terracotta Thistle Topaz Turquoise Ultramarine Umber Vellum Verdigris Vermilion
    Viridian Walnut Wisteria
    """.split()  # noqa: SIM905 - it is read as words
)
