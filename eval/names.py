"""What the figures and groups are called in front of people."""

from __future__ import annotations

FIGURES = {
    "right": "答对",
    "correct": "基本正确",
    "recall@1": "首条命中",
    "recall@3": "前三命中",
    "recall@5": "前五命中",
    "recall@10": "前十命中",
    "passage@3": "语句命中",
    "mrr": "首中倒数",
    "ndcg@10": "排序质量",
    "cite_precision": "引用准确",
    "cite_recall": "引用完整",
    "quote_len": "引文字数",
    "include": "要点齐全",
    "clean": "无错误说法",
    "focus": "数字切题",
    "status_ok": "应答方式",
    "standing": "政策时效",
    "abstain_precision": "拒答准确",
    "abstain_recall": "拒答完整",
    "amount": "金额",
    "semantics": "金额性质",
    "cited": "有依据",
    "wrong_sure": "确定却错",
    "wrong_sure_n": "确定却错（件）",
    "sure_of_exact": "敢于确定",
    "caught_rate": "拦截率",
    "false_block_rate": "误拦率",
}
MEANINGS = {
    "right": "应答方式对、要点齐全、没有错误说法、引到了该引的条款，且引用和数字至少一半切题",
    "correct": "问答：应答方式对、要点齐全、没有错误说法、至少引到一处该引的条款；测算：金额、性质、依据全对",
    "recall@1": "标准引文在检索第一条里",
    "recall@3": "标准引文在检索前三条里",
    "passage@3": "标准引文在前三条给出的语句里",
    "cite_precision": "作为依据列出的引文，确实是该引的",
    "cite_recall": "该引的引文都引了",
    "quote_len": "每处引文的平均字数",
    "include": "必须说到的要点说到了多少",
    "clean": "没有出现不该说的话",
    "focus": "出现的金额和比例，属于这道题的占多少",
    "status_ok": "该答的答了，该拒的拒了，该反问的反问了",
    "standing": "政策在当天的状态（现行、征求意见、到期）说对了",
    "abstain_precision": "拒答的题里，确实该拒的占多少",
    "abstain_recall": "该拒答的题里，拒答了多少",
    "amount": "金额精确到元",
    "semantics": "确定、上限、区间、不享受、缺信息，说对了",
    "cited": "引到了金额所依据的条文",
    "wrong_sure_n": "说成确定金额却算错的题数，必须为零",
    "sure_of_exact": "能算准的题里，给出确定金额的占多少",
    "caught_rate": "人为改错的句子，被闸门拦下的占多少",
    "false_block_rate": "本来正确的句子，被闸门误拦的占多少",
}
SPLITS = {
    "seen": "开发题",
    "fresh": "调试题",
    "kept": "保留题",
    "dated": "时效题",
    "all": "全部",
    "gates": "闸门",
}
FILES = {"qa": "问答", "calc": "测算", "dialogues": "多轮对话"}
KINDS = {
    "lookup": "查标准",
    "paraphrase": "换说法",
    "unanswerable": "文件里没有",
    "eligibility": "能否享受",
    "validity": "时效",
    "clause_number": "按条号问",
    "regulation": "条例",
    "stacking": "叠加",
    "multi_turn": "多轮",
    "adversarial": "诱导",
    "city_unspecified": "未说城市",
    "compare": "比较",
    "definition_list": "定义与名单",
    "plan_target": "规划目标",
    "multi_question": "一次多问",
    "exact_quote": "要原文",
    "profile": "企业情况",
    "dated": "同题不同日",
    "percent-with-cap": "按比例封顶",
    "enumerated-levels": "分级定额",
    "tier-ladder-with-difference": "阶梯补差",
    "per-unit-step": "按量分档",
    "cap-only-discretionary": "只有上限",
    "fixed": "定额",
    "adders": "加成",
    "per-kWh": "按电量",
    "multi-year": "多年",
    "range": "区间",
    "other": "其他",
    "一事一议-no-figure": "一事一议",
}
CORRUPTIONS = {
    "figure": "改数字",
    "unit": "改单位",
    "x10": "多一个零",
    "pairing": "金额对调",
    "other_clause": "用别条的金额",
    "other_level": "用别级的金额",
    "other_city": "用别市的金额",
    "cap": "去掉封顶",
    "hedge": "把上限说成定额",
    "citation": "换引用",
    "status": "说错时效",
    "polarity": "说反",
    "level": "换级别",
    "city": "换城市",
    "condition_dropped": "丢掉条件（仅报告）",
}
SYSTEMS = {"ours": "本系统", "naive": "朴素 RAG", "bm25": "BM25 检索"}


def figure(name: str) -> str:
    return FIGURES.get(name, name)


def group(name: str) -> str:
    """`seen/qa` → 开发题·问答, `seen/qa/kind=lookup` → 查标准."""
    head, _, kind = name.partition("=")
    if kind:
        return KINDS.get(kind) or CORRUPTIONS.get(kind, kind)
    split, _, file = head.partition("/")
    return "·".join(filter(None, (SPLITS.get(split, split), FILES.get(file, file))))
