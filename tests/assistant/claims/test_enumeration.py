from assistant.claims.enumeration import strayed

CLUSTERS = "重点打造工程机械、轨道交通、新材料、输变电装备等产业集群，推动石化、有色金属、汽车制造等传统产业转型升级。"


def test_an_item_of_another_list_is_told():
    assert "汽车制造" in strayed("重点打造工程机械、轨道交通、新材料和汽车制造", [CLUSTERS])
    assert strayed("重点打造工程机械、轨道交通、新材料和输变电装备", [CLUSTERS]) == ""
