// Serves two endpoints behind express-rate-limit, set up in several ways.
// Prints a line "name port" for each set-up; ends when its standard input does.
"use strict";

const http = require("node:http");
const express = require("express");
const { rateLimit } = require("express-rate-limit");

const DAY_MILLIS = 86_400_000;

function serve(name, options) {
  const app = express();
  app.use(rateLimit({ windowMs: DAY_MILLIS, limit: 100, ...options }));
  app.get(["/v1/things", "/v1/parts"], (request, response) => {
    response.json({ path: request.path });
  });
  const server = http.createServer(app);
  server.listen(0, "127.0.0.1", () => console.log(`${name} ${server.address().port}`));
}

serve("legacy", { legacyHeaders: true, standardHeaders: false });
serve("draft-6", { legacyHeaders: false, standardHeaders: "draft-6" });
serve("draft-7", { legacyHeaders: false, standardHeaders: "draft-7" });
serve("draft-8", { legacyHeaders: false, standardHeaders: "draft-8" });
serve("skip-failed", { legacyHeaders: true, standardHeaders: false, skipFailedRequests: true });
serve("small", { legacyHeaders: true, standardHeaders: false, limit: 2 });

process.stdin.on("end", () => process.exit()).resume();
