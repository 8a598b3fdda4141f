// Draws a route with mqttx at both ends in Kaoto's editor:
//   node draw.mjs <folder of the catalog> <broker> <folder for the results>
// Results: drawn.camel.yaml (what the editor saves), forms.json (what its forms show), pictures.
import { chromium } from 'playwright-core';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const [catalog, broker, results] = process.argv.slice(2);
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const NEW_FILE = `- route:
    id: plant
    from:
      uri: timer:tick
      steps:
        - log: temperature \${body}
`;

const FIELD = '[data-testid^="#.parameters."][data-testid$="__field-wrapper"]';

const server = http.createServer((request, response) => {
  const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
  const file = name.startsWith('/catalog/') ? path.join(catalog, name.slice(9)) : path.join('page', name === '/' ? 'index.html' : name);
  fs.readFile(file, (error, content) => {
    response.writeHead(error ? 404 : 200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
    response.end(content);
  });
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

const browser = await chromium.launchPersistentContext(path.join(results, 'browser'), {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS, viewport: { width: 1280, height: 800 },
});
let page;
try {
  page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  // as if a user had chosen it in Kaoto; this version of Kaoto opens nothing without a choice
  const runtime = JSON.parse(fs.readFileSync(path.join(catalog, 'index.json'))).definitions.find((d) => d.runtime === 'Main');
  await page.addInitScript((chosen) => localStorage.setItem('selectedCatalog', JSON.stringify(chosen)), runtime);
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => globalThis.kaoto);
  await page.evaluate((yaml) => globalThis.kaoto.setContent('plant.camel.yaml', yaml), NEW_FILE);

  await fromPalette('timer', 'replace', 'kaoto-palette.png');
  await openForm('route.from');
  const consumer = await formFields();
  await fill({ topic: 'sensors/+/temperature', brokers: broker, qos: '2' });
  await choose('ackMode', 'onCompletion');
  await page.locator('input[name="#.parameters.topic"]').scrollIntoViewIfNeeded();
  await picture('kaoto-consumer.png');

  await fromPalette('log', 'append');
  await openForm('route.from.steps.1.to');
  const producer = await formFields();
  await fill({ topic: 'plant/temperature', brokers: broker, publishTimeout: '10s' });
  await page.getByTestId('#.parameters.retained__field-wrapper').locator('.pf-v6-c-switch__toggle').click();
  await picture('kaoto-producer.png');

  fs.writeFileSync(path.join(results, 'drawn.camel.yaml'), await page.evaluate(() => globalThis.kaoto.getContent()));
  fs.writeFileSync(path.join(results, 'forms.json'), JSON.stringify({ consumer, producer }));
} catch (error) {
  await page?.screenshot({ path: path.join(results, 'failed.png') });
  throw error;
} finally {
  await browser.close();
  server.close();
}

/** Takes mqttx from the palette that a menu of a step opens. */
async function fromPalette(step, action, pictureName) {
  await page.locator(`[data-nodelabel="${step}"]`).first().click({ button: 'right' });
  await page.getByTestId(`context-menu-item-${action}`).click();
  await page.getByPlaceholder(/filter/i).first().fill('mqttx');
  await page.getByTestId('tile-mqttx').waitFor();
  if (pictureName) {
    await picture(pictureName);
  }
  await page.getByTestId('tile-mqttx').click();
}

async function openForm(step) {
  await page.getByTestId(`custom-node__${step}`).locator('[data-nodelabel="mqttx"]').click();
  await page.locator('#All').click();
  await page.locator('input[name="#.parameters.topic"]').waitFor();
}

/** The names of all options in the open form, by opening its groups, and which of them are passwords. */
async function formFields() {
  const closed = page.locator('button[aria-label^="Toggle "][aria-label$=" group"][aria-expanded="false"]');
  while (await closed.count() > 0) {
    await closed.first().click();
  }
  const names = await page.locator(FIELD).evaluateAll((fields) => fields.map((field) => field.dataset.testid.slice(13, -15)));
  const passwords = await page.locator('input[type="password"]').evaluateAll((inputs) => inputs.map((input) => input.name.slice(13)));
  return { names, passwords };
}

async function fill(options) {
  for (const [name, value] of Object.entries(options)) {
    await page.locator(`input[name="#.parameters.${name}"]`).fill(value);
  }
}

async function choose(option, value) {
  await page.getByTestId(`#.parameters.${option}-typeahead-select-input`).click();
  await page.getByRole('option', { name: value }).click();
}

async function picture(name) {
  await page.waitForTimeout(300);
  await page.screenshot({ path: path.join(results, name) });
}
