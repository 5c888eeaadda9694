import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** woocommerce.github.io, REST API, webhooks. */
export const woocommerce = sender({
  id: 'woocommerce',
  name: 'WooCommerce',
  docsUrl: 'https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks',
  marks: [
    [95, 'header:X-WC-Webhook-Topic'],
    [95, 'header:X-WC-Webhook-Signature'],
    [80, 'ua:WooCommerce/'],
  ],
  describe: {
    event: 'header:X-WC-Webhook-Topic',
    resource: 'header:X-WC-Webhook-Resource + body:id',
    delivery: 'header:X-WC-Webhook-Delivery-ID',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-WC-Webhook-Signature', encoding: 'base64' }),
  },
  sample: {
    headers: {
      'User-Agent': 'WooCommerce/7.4.0 Hookshot (WordPress/6.1.1)',
      'X-WC-Webhook-Topic': 'coupon.created',
      'X-WC-Webhook-Resource': 'coupon',
      'X-WC-Webhook-ID': '4',
      'X-WC-Webhook-Delivery-ID': '1e39b411c16382875440af2d87b25755',
    },
    body: { id: 17, code: 'x', amount: '10.00' },
  },
});
