// Serves endpoints on Express, set up in several ways. The answer names the endpoint it came to.
// node express.js '[{"method":"GET","pattern":"/v1/files/{id}"}, ...]'
// Prints a line "name port" for each set-up; ends when its standard input does.
"use strict";

const http = require("node:http");
const path = require("node:path");
const express5 = require("express");
const express4 = require("express-4");

const endpoints = JSON.parse(process.argv[2]);

/** @param rewrite what a middleware in front of the routes makes of the path */
function serve(name, express, rewrite) {
  const app = express();
  app.use((request, response, next) => {
    const [sent, query] = request.url.split(/\?(.*)/s, 2);
    request.url = rewrite(sent) + (query === undefined ? "" : "?" + query);
    next();
  });
  for (const { method, pattern } of endpoints) {
    const route = pattern.replace(/\{(\w+)\}/g, ":$1");
    app[method.toLowerCase()](route, (request, response) => {
      response.set("X-Endpoint", `${method} ${pattern}`).end();
    });
  }
  app.use((error, request, response, next) => response.status(400).end());
  const server = http.createServer(app);
  server.listen(0, "127.0.0.1", () => console.log(`${name} ${server.address().port}`));
}

function parsedAsStandardSays(sent) {
  try {
    return new URL(sent, "http://localhost").pathname;
  } catch {
    return "/unreadable";
  }
}

serve("express-5", express5, (sent) => sent);
serve("express-4", express4, (sent) => sent);
serve("express-5-decoding", express5, (sent) => decodeURIComponent(sent));
serve("express-5-decoding-twice", express5, (sent) => decodeURIComponent(decodeURIComponent(sent)));
serve("express-5-normalising", express5, (sent) => path.posix.normalize(decodeURIComponent(sent)));
serve("express-5-url", express5, parsedAsStandardSays);

process.stdin.on("end", () => process.exit()).resume();
