#!/usr/bin/env python3
# A subscription or a publish with Eclipse Paho for Python, see ExternalClient.
import sys

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

TIMEOUT_SECONDS = 20


def connect(host, port, level, on_connect):
    if level == 5:
        client = mqtt.Client(protocol=mqtt.MQTTv5)
    else:
        client = mqtt.Client(protocol=mqtt.MQTTv311, clean_session=True)
    client.on_connect = on_connect
    client.connect(host, port)
    return client


def text(message, name):
    value = getattr(getattr(message, "properties", None), name, "")
    return value.decode() if isinstance(value, bytes) else str(value)


def subscribe(host, port, level, topic_filter, qos):
    def connected(client, *_):
        client.subscribe(topic_filter, qos)

    def subscribed(*_):
        print("subscribed", flush=True)

    def arrived(_client, _data, message):
        user = getattr(getattr(message, "properties", None), "UserProperty", [])
        print("message:" + "|".join([
            message.topic, str(message.qos), "1" if message.retain else "0", message.payload.hex(),
            text(message, "ContentType"), text(message, "ResponseTopic"), text(message, "CorrelationData"),
            text(message, "MessageExpiryInterval"), " ".join(key + ":" + value for key, value in user)]), flush=True)

    client = connect(host, port, level, connected)
    client.on_subscribe = subscribed
    client.on_message = arrived
    client.loop_forever()


def publish(host, port, level, topic, qos, retain, named):
    client = connect(host, port, level, None)
    client.loop_start()
    properties = None
    if level == 5:
        properties = Properties(PacketTypes.PUBLISH)
        for one in named:
            name, value = one.split("=", 1)
            if name == "user":
                properties.UserProperty = tuple(value.split(":", 1))
            elif name == "contentType":
                properties.ContentType = value
            elif name == "responseTopic":
                properties.ResponseTopic = value
            elif name == "correlationData":
                properties.CorrelationData = value.encode()
            elif name == "expiry":
                properties.MessageExpiryInterval = int(value)
            else:
                sys.exit("unknown property " + name)
    result = client.publish(topic, sys.stdin.buffer.read(), qos, retain, properties)
    result.wait_for_publish(TIMEOUT_SECONDS)
    if not result.is_published():
        sys.exit("not published in time")
    client.disconnect()
    client.loop_stop()


def main(action, host, port, level, *rest):
    # the console's encoding may be another one
    sys.stdout.reconfigure(encoding="utf-8")
    if action == "sub":
        subscribe(host, int(port), int(level), rest[0], int(rest[1]))
    else:
        publish(host, int(port), int(level), rest[0], int(rest[1]), rest[2] == "1", rest[3:])


main(*sys.argv[1:])
