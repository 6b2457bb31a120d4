import { createHash } from 'node:crypto';
import type { NodeFacts } from './appliance.ts';
import { random, seedOf } from './random.ts';
import type { Setting } from './setting.ts';

/**
 * The served folders of an untouched appliance, with look-alikes of what intruders leave: PHP where it belongs, minified JavaScript that
 * assigns locations and posts messages, XML that begins with `<?`, vendor packages with suspicious names, pre-compressed files.
 */
export function webRoots(setting: Setting): Readonly<Record<string, NodeFacts>> {
  const draw = random(seedOf('web'));
  let second = 0;
  const stock = (content: string | Buffer, mode = 0o444): NodeFacts => ({
    content,
    mode,
    modified: setting.buildDate - draw.between(0, 9) * 60_000,
    // All files of one installation were changed within the same two minutes.
    changed: setting.upgraded + 60_000 + (second++ % 110) * 1000,
  });
  const logon = '/var/netscaler/logon';
  const gui = '/var/netscaler/gui';
  const point = `${logon}/LogonPoint`;
  const indexPage = page('Citrix Gateway', ['receiver/js/ctxs.core.min.js', 'receiver/js/ctxs.webui.min.js']);
  const sum = createHash('sha1').update(indexPage).digest('hex');
  const languages = ['de', 'en', 'es', 'fr', 'ja'];
  return {
    [`${point}/index.html`]: stock(indexPage),
    [`${point}/tmindex.html`]: stock(
      page('Citrix AAA', ['receiver/js/ctxs.core.min.js', 'plugins/ns-gateway/ns-nfactor.js']),
    ),
    [`${point}/LogonUI.html`]: stock('<div id="logonbox-container" class="content-area"></div>\n'),
    [`${point}/plugin_index.html`]: stock(page('Plug-in', ['plugins/ns-gateway/nsg-epa.js'])),
    [`${point}/init.js`]: stock(script('init')),
    [`${point}/homeconfig.xml`]: stock(
      '<?xml version="1.0" encoding="utf-8"?>\n<config><plugins><plugin name="ns-gateway" src="plugins/ns-gateway/nsg-setclient.js" /></plugins></config>\n',
    ),
    [`${point}/checksum_${sum}.txt`]: stock(`index.html ${sum}\n`),
    [`${point}/ReceiverThirdPartyNotices.html`]: stock(
      '<html><body><p>Notices: https://jquery.com/ https://openjsf.org/</p></body></html>\n',
    ),
    [`${point}/css/ctxs.large-ui.min.css`]: stock(style('large')),
    [`${point}/receiver/js/ctxs.core.min.js`]: stock(script('core')),
    [`${point}/receiver/js/ctxs.webui.min.js`]: stock(script('webui')),
    [`${point}/receiver/js/external/jquery.min.js`]: stock(script('jquery')),
    [`${point}/receiver/js/external/velocity.min.js`]: stock(script('velocity')),
    ...Object.fromEntries(
      languages.map(
        (language) => [`${point}/receiver/js/localization/${language}.js`, stock(strings(language))] as const,
      ),
    ),
    [`${point}/receiver/images/1x/spinner.png`]: stock(png),
    [`${point}/receiver/images/common/authspinner.png`]: stock(png),
    [`${point}/plugins/ns-gateway/nsg-setclient.js`]: stock(script('setclient')),
    [`${point}/plugins/ns-gateway/nsg-epa.js`]: stock(script('epa')),
    [`${point}/plugins/ns-gateway/ns-nfactor.js`]: stock(script('nfactor')),
    [`${point}/plugins/ns-gateway/qrcode.min.js`]: stock(script('qrcode')),
    [`${point}/custom/script.js`]: stock('// Add JavaScript of your organisation here.\n', 0o644),
    [`${point}/custom/style.css`]: stock('/* Add styles of your organisation here. */\n', 0o644),
    [`${point}/custom/strings.en.js`]: stock(
      '(function ($) { $.localization.customStringBundle("en", {}); })(jQuery);\n',
      0o644,
    ),
    [`${point}/uiareas/Authentication/media/logo.png`]: stock(png),
    [`${logon}/themes/RfWebUI/css/theme.css`]: stock(style('RfWebUI')),
    [`${logon}/themes/RfWebUI/resources/en.xml`]: stock(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Resources language="en"><String id="ns_title">Gateway</String></Resources>\n',
    ),
    [`${logon}/themes/RfWebUI/strings.en.json`]: stock(
      '{"title": "Citrix Gateway", "help": "https://www.citrix.com/"}\n',
    ),
    [`${logon}/themes/X1/css/base.css`]: stock(style('X1')),
    [`${logon}/themes/Default/css/base.css`]: stock(style('Default')),
    [`${logon}/themes/Greenbubble/css/base.css`]: stock(style('Greenbubble')),
    [`${logon}/themes/EULA/resources/en.xml`]: stock(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Resources language="en"></Resources>\n',
    ),
    [`${logon}/themes/EULA/eula_upgrade.pl`]: stock(
      '#!/usr/bin/perl\nuse strict;\n# moves licence texts of older themes\nsystem("/bin/cp", "-p", @ARGV);\n',
      0o555,
    ),

    [`${gui}/index.html`]: stock(page('Citrix ADC', ['admin_ui/rdx/core/js/rdx.js'])),
    [`${gui}/admin_ui/index.php`]: stock(
      "<?php\ndefined('BASEPATH') OR exit('No direct script access allowed');\nheader('Location: /menu/neo');\n",
    ),
    [`${gui}/admin_ui/php/application/controllers/abstract.php`]: stock(controller('abstract')),
    [`${gui}/admin_ui/php/application/controllers/rapi.php`]: stock(controller('rapi')),
    [`${gui}/admin_ui/php/application/controllers/stapp.php`]: stock(controller('stapp')),
    [`${gui}/admin_ui/php/application/models/session.php`]: stock(model('session')),
    [`${gui}/admin_ui/php/application/models/nitro.php`]: stock(model('nitro')),
    [`${gui}/admin_ui/php/system/core/Loader.php`]: stock(model('Loader')),
    [`${gui}/admin_ui/rdx/core/js/rdx.js`]: stock(script('rdx')),
    [`${gui}/admin_ui/rdx/core/css/rdx.css`]: stock(style('rdx')),
    [`${gui}/admin_ui/.htaccess`]: stock('Options -Indexes\n'),
    [`${gui}/vpn/index.html`]: stock(page('Citrix Gateway', ['js/gateway_login_view.js'])),
    [`${gui}/vpn/logout.html`]: stock(
      '<html><body>Logged out. <a href="/vpn/index.html">Log on again</a></body></html>\n',
    ),
    [`${gui}/vpn/tmindex.html`]: stock(page('Citrix AAA', ['js/gateway_login_view.js'])),
    [`${gui}/vpn/js/gateway_login_view.js`]: stock(script('login')),
    [`${gui}/vpn/js/rdx/core/lang/rdx_en.json.gz`]: stock(gzipLike),
    [`${gui}/vpn/js/rdx.js.gz`]: stock(gzipLike),
    [`${gui}/vpn/media/favicon.ico`]: stock(Buffer.from('00000100010010100000010020006804', 'hex')),
    [`${gui}/vpn/images/caxton/header.png`]: stock(png),
    [`${gui}/vpn/scripts/linux/nsginstaller64.deb`]: stock(deb('nsginstaller64')),
    [`${gui}/vpn/scripts/linux/nsgclient18.deb`]: stock(deb('nsgclient18')),
    [`${gui}/vpn/scripts/linux/nsgclient18_32.deb`]: stock(deb('nsgclient18_32')),
    [`${gui}/vpn/scripts/linux/nsgclient.sig`]: stock(Buffer.from('8a8b8c8d0102030405060708090a0b0c', 'hex')),
    [`${gui}/vpn/scripts/vista/AGEE_setup.exe`]: stock(Buffer.from('4d5a90000300000004000000ffff0000', 'hex')),
    [`${gui}/vpn/scripts/mac/nsgclient.dmg`]: stock(Buffer.from('7801730d62626010000000000000000000', 'hex')),
    [`${gui}/epa/epa.html`]: stock(page('Endpoint check', ['../vpn/js/gateway_login_view.js'])),
    [`${gui}/vpns/help/en/index.html`]: stock('<html><body>Help</body></html>\n'),
    ...portalScripts(stock),
    '/var/vpn/themes': { type: 'directory', modified: setting.booted, changed: setting.booted },
    '/var/vpn/theme': { type: 'directory', modified: setting.booted, changed: setting.booted },
    '/netscaler/portal/templates/homepage.html': stock(
      '<html>[% INCLUDE header.tmpl %]<body>[% title %]</body></html>\n',
    ),
  };
}

function portalScripts(stock: (content: string, mode: number) => NodeFacts): Readonly<Record<string, NodeFacts>> {
  const names = [
    'tips',
    'logout',
    'navthemes',
    'newbm',
    'picktheme',
    'rmbm',
    'subscription',
    'themes',
    'PersonalBookmark',
  ];
  const text = (name: string): string =>
    `#!/usr/local/bin/perl -w\nuse strict;\nuse NetScaler::Portal;\n# ${name} of the classic portal\nmy $result = eval(handle_${name === 'subscription' ? 'subscriptions' : name}());\nprint $result;\n`;
  return Object.fromEntries(
    names.map((name) => [`/netscaler/portal/scripts/${name}.pl`, stock(text(name), 0o555)] as const),
  );
}

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const gzipLike = Buffer.from('1f8b0800000000000003ab5632540200c2f4f5e905000000', 'hex');
const deb = (name: string): Buffer =>
  Buffer.from(`!<arch>\ndebian-binary   1789000000  0     0     100644  4         \`\n2.0\nsample of ${name}\n`);

const page = (title: string, scripts: readonly string[]): string =>
  [
    '<!DOCTYPE html>',
    '<html xmlns="http://www.w3.org/1999/xhtml"><head>',
    `<title>${title}</title>`,
    '<meta http-equiv="X-UA-Compatible" content="IE=edge" />',
    ...scripts.map((source) => `<script type="text/javascript" src="${source}"></script>`),
    '</head><body><form name="vpnForm" method="post" action="/cgi/login" autocomplete="off">',
    '<input type="text" name="login" id="Enter user name" /><input type="password" name="passwd" id="passwd" />',
    '</form></body></html>',
    '',
  ].join('\n');

const script = (name: string): string =>
  [
    `/* ${name} */`,
    '!function(w,d){"use strict";var a=w.location;function go(u){w.location.href=u}',
    'function tell(m){w.parent.postMessage(m,a.origin)}',
    'function ask(u,f){var x=new XMLHttpRequest;x.open("POST",u,!0);x.onload=function(){f(x.responseText)};x.send()}',
    'var icon="data:image/svg+xml;charset=utf-8,%3Csvg xmlns=\'http://www.w3.org/2000/svg\'/%3E";',
    'var tpl="<?=title?>",re=/exec\\(|eval\\(/g,code=String.fromCharCode(60,63);',
    'function show(t){try{return Function("o","return o."+t)}catch(e){return null}}',
    `w.${name}={go:go,tell:tell,ask:ask,show:show,icon:icon,tpl:tpl,re:re,code:code,base64:w.atob}}(window,document);`,
    '',
  ].join('\n');

const style = (name: string): string =>
  `/* ${name} */\n.icon{background:url(data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==)}\nbody{font-family:citrixsans,arial}\n`;

const strings = (language: string): string =>
  `(function ($) { $.localization.initialize("${language}", { Logon: "Logon", EULA: "https://www.citrix.com/" }); })(jQuery);\n`;

/** Vendor PHP uses words that web shells use as well; it stands where PHP belongs. */
const controller = (name: string): string => `<?php
defined('BASEPATH') OR exit('No direct script access allowed');
class ${name} extends CI_Controller
{
    public function download()
    {
        $filter = array_filter(explode(',', $this->input->get('filter')));
        $payload = base64_decode($this->input->post('object'));
        http_response_code(200);
        echo json_encode(array('count' => count($filter), 'size' => strlen($payload)));
    }
}
`;
const model = (name: string): string => `<?php
class ${name}_model
{
    private $secret;
    public function call($command)
    {
        $out = array();
        exec('/netscaler/nscli -U %%:.:. ' . escapeshellarg($command), $out);
        return implode("\\n", $out);
    }
    public function token() { return hash('sha256', session_id() . $this->secret); }
}
`;

/** Further vendor files, as an upgrade leaves them by the hundred: `count` of them, all changed within two minutes. */
export function vendorFiles(setting: Setting, count: number): Readonly<Record<string, NodeFacts>> {
  const draw = random(seedOf('vendor files'));
  const files: Record<string, NodeFacts> = {};
  const areas = ['appexpert', 'cluster', 'gslb', 'lb', 'network', 'ssl', 'system', 'vpn', 'security', 'reports'];
  for (let index = 0; index < count; index += 1) {
    const area = draw.pick(areas);
    const kinds = [
      {
        path: `/var/netscaler/gui/admin_ui/${area}/js/view_${index}.js`,
        content: script(`view_${index}`),
        mode: 0o444,
      },
      {
        path: `/var/netscaler/gui/admin_ui/${area}/php/page_${index}.php`,
        content: controller(`page_${index}`),
        mode: 0o444,
      },
      {
        path: `/var/netscaler/gui/admin_ui/${area}/lang/strings_${index}.json`,
        content: `{"id": ${index}}\n`,
        mode: 0o444,
      },
      {
        path: `/var/python/lib/python3.11/site-packages/${area}/part_${index}.py`,
        content: `import base64\nimport zlib\n\n\ndef unpack(data):\n    return zlib.decompress(base64.b64decode(data))\n`,
        mode: 0o444,
      },
      {
        path: `/var/perl5/lib/${area}/Part${index}.pm`,
        content: `package Part${index};\nuse strict;\n1;\n`,
        mode: 0o444,
      },
    ];
    const { path, content, mode } = draw.pick(kinds);
    files[path] = {
      content,
      mode,
      modified: setting.buildDate,
      changed: setting.upgraded + 60_000 + draw.between(0, 110_000),
    };
  }
  return files;
}
