// A subscription or a publish with MQTT.js, see ExternalClient.
const fs = require('fs')
const mqtt = require('mqtt')

const [action, host, port, level, topic, qos, retain, ...named] = process.argv.slice(2)
const client = mqtt.connect({
  protocol: 'mqtt', host, port: Number(port), protocolVersion: Number(level), clean: true, reconnectPeriod: 0
})

client.on('error', (error) => {
  console.error(String(error))
  process.exit(1)
})

function subscribe () {
  client.on('message', (name, payload, packet) => {
    const properties = packet.properties || {}
    const user = []
    for (const [key, values] of Object.entries(properties.userProperties || {})) {
      for (const value of [].concat(values)) {
        user.push(key + ':' + value)
      }
    }
    console.log('message:' + [
      name, packet.qos, packet.retain ? 1 : 0, payload.toString('hex'), properties.contentType || '',
      properties.responseTopic || '', properties.correlationData ? properties.correlationData.toString() : '',
      properties.messageExpiryInterval === undefined ? '' : properties.messageExpiryInterval, user.join(' ')].join('|'))
  })
  client.subscribe(topic, { qos: Number(qos) }, (error, granted) => {
    if (error || granted.some((one) => one.qos > 2)) {
      console.error('not subscribed', error, granted)
      process.exit(1)
    }
    console.log('subscribed')
  })
}

function publish () {
  const properties = {}
  for (const one of named) {
    const name = one.substring(0, one.indexOf('='))
    const value = one.substring(one.indexOf('=') + 1)
    if (name === 'user') {
      const key = value.substring(0, value.indexOf(':'))
      properties.userProperties = properties.userProperties || {}
      properties.userProperties[key] = [].concat(properties.userProperties[key] || [], value.substring(key.length + 1))
    } else if (name === 'correlationData') {
      properties.correlationData = Buffer.from(value)
    } else if (name === 'expiry') {
      properties.messageExpiryInterval = Number(value)
    } else {
      properties[name] = value
    }
  }
  const options = { qos: Number(qos), retain: retain === '1', properties: level === '5' ? properties : undefined }
  client.publish(topic, fs.readFileSync(0), options, (error) => {
    if (error) {
      console.error(String(error))
      process.exit(1)
    }
    client.end()
  })
}

client.on('connect', action === 'sub' ? subscribe : publish)
