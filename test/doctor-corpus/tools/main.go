package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"os"
)

func encode(v interface{}, escape bool, indent string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(escape)
	e.SetIndent("", indent)
	e.Encode(v)
	return b.String()
}

func parse(t string) interface{} {
	var v interface{}
	if json.Unmarshal([]byte(t), &v) != nil {
		return nil
	}
	return v
}

func main() {
	var job map[string]map[string]string
	json.NewDecoder(os.Stdin).Decode(&job)
	out := map[string]map[string]string{}
	put := func(mode, name, text string) {
		if out["go "+mode] == nil {
			out["go "+mode] = map[string]string{}
		}
		out["go "+mode][name] = text
	}
	for name, t := range job["json"] {
		raw := json.RawMessage(t)
		m, _ := json.Marshal(raw)
		put("marshal raw message", name, string(m))
		v := parse(t)
		s, _ := json.Marshal(v)
		put("marshal", name, string(s))
		put("encoder", name, encode(v, true, ""))
		put("encoder no html", name, encode(v, false, ""))
		put("indent", name, encode(v, false, "  "))
		q, _ := json.Marshal(t)
		put("json string", name, string(q))
		var c bytes.Buffer
		json.Compact(&c, []byte(t))
		put("compact", name, c.String())
		var i bytes.Buffer
		json.Indent(&i, []byte(t), "", "\t")
		put("json.Indent", name, i.String())
		b, _ := json.Marshal([]byte(t))
		put("bytes as json", name, string(b))
	}
	for name, t := range job["text"] {
		put("html escape", name, html.EscapeString(t))
		put("query escape", name, url.QueryEscape(t))
		put("path escape", name, url.PathEscape(t))
		put("base64 url", name, base64.URLEncoding.EncodeToString([]byte(t)))
		put("base64 raw", name, base64.RawStdEncoding.EncodeToString([]byte(t)))
		put("data field", name, url.Values{"data": {t}}.Encode())
	}
	for name, t := range job["form"] {
		v, e := url.ParseQuery(t)
		if e == nil {
			put("values encode", name, v.Encode())
		}
	}
	o := json.NewEncoder(os.Stdout)
	o.SetEscapeHTML(false)
	o.Encode(out)
}
