// Verifies one message a line, {secret, id, timestamp, signature, body}: ok, or no.
const { Webhook } = require("standardwebhooks");
const lines = require("readline").createInterface({ input: process.stdin });

lines.on("line", (line) => {
  const message = JSON.parse(line);
  try {
    new Webhook(message.secret).verify(message.body, {
      "webhook-id": message.id,
      "webhook-timestamp": message.timestamp,
      "webhook-signature": message.signature,
    });
    console.log("ok");
  } catch (error) {
    console.log("no");
  }
});
