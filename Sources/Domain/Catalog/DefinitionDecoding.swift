/// A definition that was read, with the places that later problems point to.
package struct DecodedDefinition: Hashable, Sendable {
    package let definition: ServiceDefinition
    package let positions: DesiredService.Positions

    package init(definition: ServiceDefinition, positions: DesiredService.Positions) {
        self.definition = definition
        self.positions = positions
    }
}
