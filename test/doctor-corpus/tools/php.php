<?php
$job = json_decode(stream_get_contents(STDIN), true);
$j = fn($flags, $assoc = false) => fn($t) => json_encode(json_decode($t, $assoc), $flags);
$modes = [
 'json' => [
  'json_encode' => $j(0), 'json_encode assoc' => $j(0, true),
  'unescaped slashes' => $j(JSON_UNESCAPED_SLASHES), 'unescaped unicode' => $j(JSON_UNESCAPED_UNICODE),
  'unescaped both' => $j(JSON_UNESCAPED_UNICODE|JSON_UNESCAPED_SLASHES), 'pretty' => $j(JSON_PRETTY_PRINT),
  'pretty unescaped' => $j(JSON_PRETTY_PRINT|JSON_UNESCAPED_UNICODE|JSON_UNESCAPED_SLASHES),
  'hex' => $j(JSON_HEX_TAG|JSON_HEX_AMP|JSON_HEX_APOS|JSON_HEX_QUOT), 'preserve zero' => $j(JSON_PRESERVE_ZERO_FRACTION),
  'json string' => fn($t) => json_encode($t),
 ],
 'text' => [
  'htmlspecialchars' => fn($t) => htmlspecialchars($t), 'htmlentities' => fn($t) => htmlentities($t),
  'htmlspecialchars noquotes' => fn($t) => htmlspecialchars($t, ENT_NOQUOTES),
  'urlencode' => fn($t) => urlencode($t), 'rawurlencode' => fn($t) => rawurlencode($t),
  'payload field' => fn($t) => http_build_query(['payload' => $t]), 'base64' => fn($t) => base64_encode($t),
  'chunk_split base64' => fn($t) => chunk_split(base64_encode($t)), 'trim' => fn($t) => trim($t), 'addslashes' => fn($t) => addslashes($t),
  'nl2br' => fn($t) => str_contains($t, "\n") ? nl2br($t) : null,
 ],
 'form' => [
  'http_build_query' => function ($t) { parse_str($t, $a); return http_build_query($a); },
  'http_build_query 3986' => function ($t) { parse_str($t, $a); return http_build_query($a, '', '&', PHP_QUERY_RFC3986); },
  'json_encode post' => function ($t) { parse_str($t, $a); return json_encode($a); },
 ],
];
$out = [];
foreach ($job as $sort => $bodies) foreach ($modes[$sort] ?? [] as $mode => $f) foreach ($bodies as $name => $t) {
  $r = $f($t); if ($r !== null && $r !== false) $out["php $mode"][$name] = $r;
}
echo json_encode($out, JSON_INVALID_UTF8_IGNORE);
