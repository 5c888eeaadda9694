require 'json'; require 'cgi'; require 'uri'; require 'base64'; require 'erb'
job = JSON.parse($stdin.read)
rails = ->(t) { JSON.generate(JSON.parse(t)).gsub(/[<>&\u2028\u2029]/) { |c| '\\u%04x' % c.ord } }
modes = {
 'json' => {
  'generate' => ->(t) { JSON.generate(JSON.parse(t)) }, 'pretty_generate' => ->(t) { JSON.pretty_generate(JSON.parse(t)) },
  'ascii only' => ->(t) { JSON.generate(JSON.parse(t), ascii_only: true) }, 'rails to_json' => rails,
  'json string' => ->(t) { t.to_json },
 },
 'text' => {
  'CGI.escapeHTML' => ->(t) { CGI.escapeHTML(t) }, 'CGI.escape' => ->(t) { CGI.escape(t) }, 'url_encode' => ->(t) { ERB::Util.url_encode(t) },
  'encode64' => ->(t) { Base64.encode64(t) }, 'urlsafe_encode64' => ->(t) { Base64.urlsafe_encode64(t, padding: false) },
  'strip' => ->(t) { t.strip }, 'body field' => ->(t) { URI.encode_www_form('body' => t) },
 },
 'form' => { 'encode_www_form' => ->(t) { URI.encode_www_form(URI.decode_www_form(t)) } },
}
out = {}
job.each { |sort, bodies| (modes[sort] || {}).each { |mode, f| bodies.each { |name, t|
  r = begin f.(t) rescue nil end
  (out["ruby #{mode}"] ||= {})[name] = r unless r.nil? } } }
puts JSON.generate(out)
