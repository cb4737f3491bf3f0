// A question over the API's stream of events (SSE over POST), for the chat and for the hotline.
"use strict";

site.answerTo = async (body, signal, on) => {
  const response = await fetch("/api/ask/stream", {
    method: "POST",
    signal,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw await site.problem(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new TypeError("the stream ended early");
    buffer += value.replaceAll("\r\n", "\n");
    for (let end = buffer.indexOf("\n\n"); end >= 0; end = buffer.indexOf("\n\n")) {
      const lines = buffer.slice(0, end).split("\n");
      buffer = buffer.slice(end + 2);
      const name = lines.find((line) => line.startsWith("event:"))?.slice(6).trim();
      const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("\n");
      if (name === "error") throw new Error(JSON.parse(data).detail);
      if (name === "done") return JSON.parse(data);
      if (name && on[name]) on[name](JSON.parse(data));
    }
  }
};

// TypeError is what fetch throws when nobody answers; everything else has words of its own.
site.unreachable = (error) => error instanceof TypeError;
