/** Bodies as senders print them, by name. Each shows the habits of one sort of printer. */
export const JSON_BODIES: Readonly<Record<string, string>> = {
  js: '{"id":"evt_1QX7cdLkd8aB3cDe","type":"order.paid","created":1768478398,"livemode":false,"data":{"name":"Zoë Müller 🤨✋","url":"https://shop.example.com/o/17?a=1&b=2","html":"<b>it\'s \\"new\\"</b>","tags":["a","b/c"],"empty":[],"none":null,"note":"two\\nlines\\t✓"},"count":3}',
  pretty:
    '{\n  "id": "evt_2QX7cdLkd8aB3cDe",\n  "object": "event",\n  "amount": 4200,\n  "data": {\n    "object": {\n      "id": "pi_3SqAb1",\n      "description": "Café crème <1kg> & more",\n      "url": "https://example.com/a/b",\n      "list": [\n        1,\n        2\n      ],\n      "metadata": {}\n    }\n  },\n  "type": "payment_intent.succeeded"\n}',
  python:
    '{"event": "page.published", "id": "9f1c2b1e-6c1c-4c5e-9a57-0b1f6c1f0c11", "title": "Caf\\u00e9 \\ud83e\\udd28", "url": "https://example.com/x/y", "ok": true, "ratio": 0.25, "list": [1, 2, {"a": "it\'s"}]}',
  php: '{"event":"charge.success","id":"chg_77af","data":{"customer":"Ren\\u00e9e","url":"https:\\/\\/pay.example.com\\/r\\/1","note":"a & b <c>","items":[{"sku":"A-1","qty":2}]}}',
  go: '{"action":"opened","body":"\\u003cp\\u003eHi \\u0026 bye — naïve\\u003c/p\\u003e","id":"d1","number":7,"repository":{"full_name":"acme/app","id":4711}}',
  batch:
    '[{"email":"zoe@example.com","event":"processed","sg_event_id":"cHJvY2Vzc2Vk","timestamp":1768478390},\r\n{"email":"bob@example.com","event":"delivered","sg_event_id":"ZGVsaXZlcmVk","timestamp":1768478391,"response":"250 OK"}]\r\n',
  spaced: '{ "url": "https:\\/\\/hooks.example.com\\/a", "name": "Zo\\u00eb", "n": [ 1, 2 ], "id": "smee_1" }',
  money: '{"id":"ord_5","total":"19.90","price":12.50,"tax":2.00,"name":"Zoé","lines":[{"sku":"x/1","amount":3.10}]}',
  crlf: '{\r\n    "id": "win_9",\r\n    "name": "Größe",\r\n    "path": "C:\\\\temp",\r\n    "values": [\r\n        1,\r\n        true\r\n    ]\r\n}\r\n',
};

export const FORM_BODIES: Readonly<Record<string, string>> = {
  slackForm:
    'token=gIkuvaNzQIHg97ATvDxqgjtO&team_id=T0001&command=%2Fweather&text=94070+caf%C3%A9+%28now%29%2A&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1234%2F5678&tilde=%7Ebob&empty=&id=slk_1',
  javaForm:
    'AccountSid=AC0123&Body=Hello+there%21+%2750%25%27+*bold*+%7Ex&From=%2B15551234567&MediaUrl=https%3A%2F%2Fa.example%2F1&Empty=&id=SM99',
  jsForm: "id=42&name=Zo%C3%AB%20M%C3%BCller&text=it's%20(new)!%20*~&list=a&list=b&q=1%2B1",
};

export const OTHER_BODIES: Readonly<Record<string, string>> = {
  xml: '<?xml version="1.0" encoding="UTF-8"?>\n<order id="1">\n  <name>Zoë & Bob</name>\n  <total>2.00</total>\n</order>\n',
  text: 'Deploy finished: 3 checks passed, café & co "ok"\nnext: none\n',
};
