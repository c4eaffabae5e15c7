/// What became of reading one `service.json`.
package enum DefinitionDecoding: Hashable, Sendable {
    case decoded(DecodedDefinition)
    /// Everything that is wrong with it, and the name that it claims, as far as it can be read.
    case problems(name: ServiceName?, [Problem])
}

/// A definition that was read, with the places that later problems point to.
package struct DecodedDefinition: Hashable, Sendable {
    package let definition: ServiceDefinition
    package let positions: DesiredService.Positions
    package let pathPositions: PathPositions

    package init(
        definition: ServiceDefinition,
        positions: DesiredService.Positions,
        pathPositions: PathPositions
    ) {
        self.definition = definition
        self.positions = positions
        self.pathPositions = pathPositions
    }

    /// Where each path that the definition names stands in the file.
    package struct PathPositions: Hashable, Sendable {
        /// The script or the playbook.
        package let action: TextPosition
        /// In the order of the inventory.
        package let inventory: [TextPosition]
        /// In the order of `extra_vars_files`.
        package let extraVariablesFiles: [TextPosition]
        /// In the order of `requirements`.
        package let requirements: [TextPosition]
        /// In the order of `watch`.
        package let watch: [TextPosition]

        package init(
            action: TextPosition,
            inventory: [TextPosition],
            extraVariablesFiles: [TextPosition],
            requirements: [TextPosition],
            watch: [TextPosition]
        ) {
            self.action = action
            self.inventory = inventory
            self.extraVariablesFiles = extraVariablesFiles
            self.requirements = requirements
            self.watch = watch
        }
    }
}
