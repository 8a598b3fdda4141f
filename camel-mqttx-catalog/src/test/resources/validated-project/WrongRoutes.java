package com.example;

import org.apache.camel.builder.RouteBuilder;

public class WrongRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("mqttx:sensors/#?brokers=broker.example.com&qoss=1")
                .to("mqttx:out?outbox=disk")
                .to("mqttx:fine?retained=true");
    }
}
